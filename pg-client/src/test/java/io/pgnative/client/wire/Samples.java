package io.pgnative.client.wire;

import io.pgnative.client.TransactionStatus;
import io.pgnative.client.wire.backend.AuthenticationCleartextPassword;
import io.pgnative.client.wire.backend.AuthenticationGSS;
import io.pgnative.client.wire.backend.AuthenticationGSSContinue;
import io.pgnative.client.wire.backend.AuthenticationKerberosV5;
import io.pgnative.client.wire.backend.AuthenticationMD5Password;
import io.pgnative.client.wire.backend.AuthenticationOk;
import io.pgnative.client.wire.backend.AuthenticationSASL;
import io.pgnative.client.wire.backend.AuthenticationSASLContinue;
import io.pgnative.client.wire.backend.AuthenticationSASLFinal;
import io.pgnative.client.wire.backend.AuthenticationSSPI;
import io.pgnative.client.wire.backend.BackendKeyData;
import io.pgnative.client.wire.backend.BackendMessage;
import io.pgnative.client.wire.backend.BindComplete;
import io.pgnative.client.wire.backend.CloseComplete;
import io.pgnative.client.wire.backend.CommandComplete;
import io.pgnative.client.wire.backend.CopyBothResponse;
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
import io.pgnative.client.wire.frontend.Bind;
import io.pgnative.client.wire.frontend.CancelRequest;
import io.pgnative.client.wire.frontend.Close;
import io.pgnative.client.wire.frontend.CopyFail;
import io.pgnative.client.wire.frontend.Describe;
import io.pgnative.client.wire.frontend.Execute;
import io.pgnative.client.wire.frontend.Flush;
import io.pgnative.client.wire.frontend.FrontendMessage;
import io.pgnative.client.wire.frontend.FunctionCall;
import io.pgnative.client.wire.frontend.GSSENCRequest;
import io.pgnative.client.wire.frontend.GSSResponse;
import io.pgnative.client.wire.frontend.Parse;
import io.pgnative.client.wire.frontend.PasswordMessage;
import io.pgnative.client.wire.frontend.Query;
import io.pgnative.client.wire.frontend.SASLInitialResponse;
import io.pgnative.client.wire.frontend.SASLResponse;
import io.pgnative.client.wire.frontend.SSLRequest;
import io.pgnative.client.wire.frontend.StartupMessage;
import io.pgnative.client.wire.frontend.Sync;
import io.pgnative.client.wire.frontend.Target;
import io.pgnative.client.wire.frontend.Terminate;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** At least one of each message. */
final class Samples {

    private static final Bytes KEY_OF_256 = Bytes.of(new byte[256]);

    private Samples() {}

    static List<BackendMessage> backend() {
        return List.of(
                new AuthenticationOk(),
                new AuthenticationKerberosV5(),
                new AuthenticationCleartextPassword(),
                new AuthenticationMD5Password(Bytes.of((byte) 1, (byte) -2, (byte) 3, (byte) -4)),
                new AuthenticationGSS(),
                new AuthenticationGSSContinue(Bytes.of((byte) 0, (byte) 1)),
                new AuthenticationSSPI(),
                new AuthenticationSASL("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256"),
                new AuthenticationSASLContinue(Bytes.utf8("r=nonce,s=c2FsdA==,i=4096")),
                new AuthenticationSASLFinal(Bytes.utf8("v=proof")),
                new BackendKeyData(4711, Bytes.of((byte) 9, (byte) 8, (byte) 7, (byte) 6)),
                new BackendKeyData(-1, KEY_OF_256),
                new BindComplete(),
                new CloseComplete(),
                new CommandComplete("INSERT 0 3"),
                new CopyBothResponse(0, List.of()),
                new CopyInResponse(1, List.of(1, 1)),
                new CopyOutResponse(0, List.of(0, 0, 0)),
                new io.pgnative.client.wire.backend.CopyData(Bytes.utf8("1\tone\n")),
                new io.pgnative.client.wire.backend.CopyData(Bytes.EMPTY),
                new io.pgnative.client.wire.backend.CopyDone(),
                DataRow.ofText(),
                DataRow.ofText("", null, "zwölf 𝄞"),
                new EmptyQueryResponse(),
                ErrorResponse.of("ERROR", "42P01", "relation \"t\" does not exist"),
                new NoticeResponse(Map.of()),
                NoticeResponse.of("WARNING", "01000", "mind this"),
                new FunctionCallResponse(null),
                new FunctionCallResponse(Bytes.utf8("7")),
                new NegotiateProtocolVersion(StartupMessage.PROTOCOL_3_0, List.of("_pq_.one", "_pq_.two")),
                new NoData(),
                new NotificationResponse(12, "channel", ""),
                new ParameterDescription(List.of(23, -1, 25)),
                new ParameterStatus("TimeZone", "Europe/Berlin"),
                new ParseComplete(),
                new PortalSuspended(),
                new ReadyForQuery(TransactionStatus.IDLE),
                new ReadyForQuery(TransactionStatus.ACTIVE),
                new ReadyForQuery(TransactionStatus.FAILED),
                new RowDescription(),
                new RowDescription(
                        FieldDescription.of("", 23, 4, 1),
                        new FieldDescription("ctid", Integer.MIN_VALUE, -1, 27, 6, -1, 0)));
    }

    static List<FrontendMessage> frontend() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("user", "anna");
        parameters.put("database", "ü");
        parameters.put("options", "");
        return List.of(
                new StartupMessage(StartupMessage.PROTOCOL_3_2, parameters),
                new SSLRequest(),
                new GSSENCRequest(),
                new CancelRequest(4711, Bytes.of((byte) 9, (byte) 8, (byte) 7, (byte) 6)),
                new CancelRequest(4711, KEY_OF_256),
                new PasswordMessage("geheim"),
                new SASLInitialResponse("SCRAM-SHA-256", Bytes.utf8("n,,n=,r=nonce")),
                new SASLInitialResponse("EXTERNAL", null),
                new SASLResponse(Bytes.utf8("c=biws,r=nonce,p=proof")),
                new GSSResponse(Bytes.of((byte) 0x60, (byte) 0)),
                new Query(""),
                new Query("select 'ä'"),
                new Parse("s1", "select $1", List.of(23, 0, -1)),
                new Parse("", ""),
                new Bind("", "s1", List.of(1, 0), Arrays.asList(Bytes.utf8("x"), null, Bytes.EMPTY), List.of(1)),
                new Bind("p", "", List.of(), List.of(), List.of()),
                new Describe(Target.STATEMENT, "s1"),
                new Describe(Target.PORTAL, ""),
                new Close(Target.STATEMENT, ""),
                new Close(Target.PORTAL, "p"),
                new Execute("p", 50),
                new Flush(),
                new Sync(),
                new Terminate(),
                new FunctionCall(1598, List.of(0), Arrays.asList(Bytes.utf8("1"), null), 1),
                new io.pgnative.client.wire.frontend.CopyData(Bytes.utf8("1\tone\n")),
                new io.pgnative.client.wire.frontend.CopyDone(),
                new CopyFail("no more"));
    }
}
