package io.pgnative.client.fuzz;

import io.pgnative.client.TransactionStatus;
import io.pgnative.client.fuzz.Mutated.End;
import io.pgnative.client.wire.Bytes;
import io.pgnative.client.wire.MessageType;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CloseComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.CopyBothResponse;
import io.pgnative.client.wire.backend.CopyData;
import io.pgnative.client.wire.backend.CopyDone;
import io.pgnative.client.wire.backend.CopyInResponse;
import io.pgnative.client.wire.backend.CopyOutResponse;
import io.pgnative.client.wire.backend.DataRow;
import io.pgnative.client.wire.backend.EmptyQueryResponse;
import io.pgnative.client.wire.backend.ErrorResponse;
import io.pgnative.client.wire.backend.FieldDescription;
import io.pgnative.client.wire.backend.FunctionCallResponse;
import io.pgnative.client.wire.backend.NegotiateProtocolVersion;
import io.pgnative.client.wire.backend.NoData;
import io.pgnative.client.wire.backend.NoticeResponse;
import io.pgnative.client.wire.backend.NotificationResponse;
import io.pgnative.client.wire.backend.ParameterDescription;
import io.pgnative.client.wire.backend.ParameterStatus;
import io.pgnative.client.wire.backend.ParseComplete;
import io.pgnative.client.wire.backend.PortalSuspended;
import io.pgnative.client.wire.backend.ReadyForQuery;
import io.pgnative.client.wire.backend.RowDescription;
import io.pgnative.client.wire.frontend.StartupMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** A kind of harm that is done to what a real server has said. The same numbers give the same harm. */
enum Mutation {
    FLIP_BIT {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            List<Part> changed = new ArrayList<>(parts);
            int at = random.nextInt(parts.size());
            byte[] bytes = parts.get(at).bytes().clone();
            int place = random.nextInt(bytes.length);
            int bit = random.nextInt(8);
            bytes[place] ^= (byte) (1 << bit);
            changed.set(at, new Part(parts.get(at).after(), bytes));
            return harm(changed, "bit " + bit + " of byte " + place + " flipped in " + place(parts, at));
        }
    },
    MOVE_MESSAGE {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            List<Part> changed = new ArrayList<>(parts);
            int at = random.nextInt(parts.size());
            switch (random.nextInt(3)) {
                case 0 -> {
                    changed.remove(at);
                    return harm(changed, "without " + place(parts, at));
                }
                case 1 -> {
                    changed.add(at, parts.get(at));
                    return harm(changed, "twice " + place(parts, at));
                }
                default -> {
                    int other = random.nextInt(parts.size());
                    changed.set(
                            at, new Part(parts.get(at).after(), parts.get(other).bytes()));
                    changed.set(
                            other,
                            new Part(parts.get(other).after(), parts.get(at).bytes()));
                    return harm(changed, "swapped " + place(parts, at) + " and " + place(parts, other));
                }
            }
        }
    },
    TRUNCATE {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            int at = random.nextInt(parts.size());
            byte[] bytes = parts.get(at).bytes();
            int left = random.nextInt(bytes.length);
            List<Part> changed = new ArrayList<>(parts.subList(0, at));
            changed.add(new Part(parts.get(at).after(), Arrays.copyOf(bytes, left)));
            End end = List.of(End.CLOSE, End.RESET, End.SILENCE).get(random.nextInt(3));
            return new Mutated(changed, end, 0, false, end + " after " + left + " bytes of " + place(parts, at));
        }
    },
    CHANGE_LENGTH {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            List<Part> changed = new ArrayList<>(parts);
            int at = random.nextInt(parts.size());
            byte[] bytes = parts.get(at).bytes().clone();
            int right = bytes.length - 1;
            int[] wrong = {-1, 0, 3, 4, right - 1, right + 1, Integer.MAX_VALUE};
            int length = wrong[random.nextInt(wrong.length)];
            ByteBuffer.wrap(bytes).putInt(1, length);
            changed.set(at, new Part(parts.get(at).after(), bytes));
            return harm(changed, "length " + length + " in " + place(parts, at));
        }
    },
    INSERT_MESSAGE {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            List<Part> changed = new ArrayList<>(parts);
            int at = random.nextInt(parts.size() + 1);
            BackendMessage message = LEGAL.get(random.nextInt(LEGAL.size()));
            changed.add(at, new Part(parts.get(Math.min(at, parts.size() - 1)).after(), Part.bytes(message)));
            return harm(changed, message.getClass().getSimpleName() + " before message " + at);
        }
    },
    SPLIT {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            int piece = random.nextInt(4) == 0 ? 1 : 2 + random.nextInt(40);
            return new Mutated(parts, End.STAY, piece, true, "in pieces of " + piece + " bytes at most");
        }
    },
    JOIN {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            // From one message on, all that follows comes at once: answers to what has not been asked.
            int from = random.nextInt(parts.size());
            List<Part> changed = new ArrayList<>(parts.subList(0, from));
            for (Part part : parts.subList(from, parts.size())) {
                changed.add(new Part(parts.get(from).after(), part.bytes()));
            }
            return harm(changed, "all at once from " + place(parts, from) + " on");
        }
    },
    GARBAGE_WHILE_IDLE {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            byte[] garbage = new byte[1 + random.nextInt(64)];
            random.nextBytes(garbage);
            return afterReady(parts, random, List.of(garbage), "garbage");
        }
    },
    READY_TWICE {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            return afterReady(
                    parts, random, List.of(Part.bytes(new ReadyForQuery(TransactionStatus.IDLE))), "ReadyForQuery");
        }
    },
    ANSWER_UNASKED {
        @Override
        Mutated apply(List<Part> parts, Random random) {
            List<byte[]> answer = new ArrayList<>();
            if (random.nextBoolean()) {
                answer.add(Part.bytes(new RowDescription(FieldDescription.of("a", 25, -1, 0))));
            } else {
                answer.add(Part.bytes(new BindComplete()));
            }
            answer.add(Part.bytes(DataRow.ofText("unasked")));
            answer.add(Part.bytes(new CommandComplete("SELECT 1")));
            answer.add(Part.bytes(new ReadyForQuery(TransactionStatus.IDLE)));
            return afterReady(parts, random, answer, "an answer to nothing");
        }
    };

    private static final List<BackendMessage> LEGAL = List.of(
            new AuthenticationOk(),
            new AuthenticationSASL("SCRAM-SHA-256"),
            new BackendKeyData(1, Bytes.of((byte) 1, (byte) 2, (byte) 3, (byte) 4)),
            new BindComplete(),
            new CloseComplete(),
            new CommandComplete("SELECT 1"),
            new CopyBothResponse(0, List.of()),
            new CopyInResponse(0, List.of(0)),
            new CopyOutResponse(1, List.of(1)),
            new CopyData(Bytes.utf8("inserted\n")),
            new CopyDone(),
            DataRow.ofText("inserted"),
            DataRow.ofText("inserted", "too"),
            new EmptyQueryResponse(),
            ErrorResponse.of("ERROR", "42P01", "inserted"),
            ErrorResponse.of("ERROR", "0A000", "cached plan must not change result type"),
            ErrorResponse.of("ERROR", "26000", "prepared statement does not exist"),
            ErrorResponse.of("ERROR", "XX001", "inserted"),
            ErrorResponse.of("FATAL", "57P01", "inserted"),
            NoticeResponse.of("NOTICE", "00000", "inserted"),
            new FunctionCallResponse(Bytes.utf8("7")),
            new NegotiateProtocolVersion(StartupMessage.PROTOCOL_3_0, List.of("_pq_.one")),
            new NoData(),
            new NotificationResponse(12, "channel", "inserted"),
            new ParameterDescription(List.of(25)),
            new ParameterStatus("TimeZone", "Europe/Berlin"),
            new ParameterStatus("client_encoding", "LATIN1"),
            new ParseComplete(),
            new PortalSuspended(),
            new ReadyForQuery(TransactionStatus.IDLE),
            new ReadyForQuery(TransactionStatus.ACTIVE),
            new ReadyForQuery(TransactionStatus.FAILED),
            new RowDescription(FieldDescription.of("a", 25, -1, 0)));

    /** The same, to what a server has said. */
    abstract Mutated apply(List<Part> parts, Random random);

    private static Mutated afterReady(List<Part> parts, Random random, List<byte[]> more, String name) {
        int[] ready = IntStream.range(0, parts.size())
                .filter(i -> parts.get(i).type() == MessageType.READY_FOR_QUERY)
                .toArray();
        int at = ready[random.nextInt(ready.length)];
        List<Part> changed = new ArrayList<>(parts);
        for (int i = 0; i < more.size(); i++) {
            changed.add(at + 1 + i, new Part(parts.get(at).after(), more.get(i)));
        }
        return harm(changed, name + " after " + place(parts, at));
    }

    private static Mutated harm(List<Part> parts, String change) {
        return new Mutated(Collections.unmodifiableList(parts), End.STAY, 0, false, change);
    }

    private static String place(List<Part> parts, int at) {
        return "message " + at + " ('" + (char) parts.get(at).type() + "', "
                + parts.get(at).bytes().length + " bytes)";
    }
}
