package io.pgnative.benchmarks.peer;

import io.pgnative.benchmarks.Caller;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Callers that are Reactor chains, repeated. */
final class ReactorCallers {

    private ReactorCallers() {}

    static void start(List<Caller> callers, Function<Caller, Mono<Long>> call) {
        for (Caller caller : callers) {
            if (caller.next()) {
                Mono.defer(() -> whenDue(caller, call))
                        .doOnNext(caller::completed)
                        .repeat(caller::next)
                        .subscribe(sum -> {}, caller::failed);
            }
        }
    }

    private static Mono<Long> whenDue(Caller caller, Function<Caller, Mono<Long>> call) {
        long wait = caller.nanosUntilDue();
        return wait <= 0
                ? call.apply(caller)
                : Mono.delay(Duration.ofNanos(wait)).then(Mono.defer(() -> call.apply(caller)));
    }
}
