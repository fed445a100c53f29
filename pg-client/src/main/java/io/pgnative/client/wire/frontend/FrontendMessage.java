package io.pgnative.client.wire.frontend;

import io.pgnative.client.wire.Message;

/** A message that a client sends. */
public sealed interface FrontendMessage extends Message
        permits Bind,
                CancelRequest,
                Close,
                CopyData,
                CopyDone,
                CopyFail,
                Describe,
                Execute,
                Flush,
                FunctionCall,
                GSSENCRequest,
                GSSResponse,
                Parse,
                PasswordMessage,
                Query,
                SASLInitialResponse,
                SASLResponse,
                SSLRequest,
                StartupMessage,
                Sync,
                Terminate {}
