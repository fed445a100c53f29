package io.pgnative.spring.boot.listen;

import io.pgnative.client.ListenGap;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;

/** Makes listener methods callable in a native image, and their payloads readable from JSON. */
class ListenerReflectiveProcessor implements ReflectiveProcessor {

    private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

    @Override
    public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
        if (element instanceof Method method) {
            hints.registerMethod(method, ExecutableMode.INVOKE);
            for (Parameter parameter : method.getParameters()) {
                if (parameter.getType() != ListenGap.class && Payload.isJson(parameter.getType())) {
                    binding.registerReflectionHints(hints, parameter.getParameterizedType());
                }
            }
        }
    }
}
