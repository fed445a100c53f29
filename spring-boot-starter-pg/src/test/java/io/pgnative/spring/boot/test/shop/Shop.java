package io.pgnative.spring.boot.test.shop;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.PropertySource;

@SpringBootApplication
@PropertySource("classpath:io/pgnative/spring/boot/test/shop/production.properties")
class Shop {}
