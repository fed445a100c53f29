package io.pgnative.spring.boot.query.library;

import io.pgnative.client.CommandResult;
import io.pgnative.spring.boot.query.CopyIn;
import java.util.concurrent.Flow;
import java.util.stream.Stream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What interfaces of books inherit. */
interface BookRows {

    @CopyIn(
            value = "book",
            columns = {"id", "title", "author", "price", "tags"})
    long copy(Iterable<Book> books);

    @CopyIn(
            value = "book",
            columns = {"id", "title", "author", "price", "tags"},
            timeout = "30s")
    CommandResult copyStream(Stream<Book> books);

    @CopyIn("book")
    void copyAll(Flow.Publisher<Book> books);

    @CopyIn("book")
    Mono<Integer> copyFlux(Flux<Book> books);
}
