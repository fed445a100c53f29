package io.pgnative.spring.boot.web;

import io.pgnative.spring.boot.web.ElementFormats.ElementFormat;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpOutputMessage;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.ServletServerHttpResponse;

/** The text of an array, which is gathered until there is something to send. */
final class JsonArrayBody {

    /**
     * As many bytes are gathered before they are sent. It is more than the buffer of a server, so that what is sent is
     * on its way; and what fails before is an ordinary failure.
     */
    private static final int GATHERED = 16 << 10;

    private final HttpServletResponse response;
    private final @Nullable ResponseEntity<?> entity;
    private final ElementFormat format;
    private final ByteArrayOutputStream text = new ByteArrayOutputStream();
    private @Nullable OutputStream output;
    private boolean hasElements;

    JsonArrayBody(HttpServletResponse response, @Nullable ResponseEntity<?> entity, ElementFormat format) {
        this.response = response;
        this.entity = entity;
        this.format = format;
    }

    void add(Object element) throws IOException {
        text.write(hasElements ? ',' : '[');
        hasElements = true;
        format.write(element, new Text());
    }

    void end() {
        if (!hasElements) {
            text.write('[');
        }
        text.write(']');
    }

    boolean isWorthSending() {
        return text.size() >= GATHERED;
    }

    /** Whether what was sent can no longer be taken back. */
    boolean isCommitted() {
        return response.isCommitted();
    }

    void send() throws IOException {
        OutputStream to = output;
        if (to == null) {
            to = begin();
            output = to;
        }
        text.writeTo(to);
        text.reset();
    }

    private OutputStream begin() throws IOException {
        // The response is not closed here, but by the server when the request ends.
        ServletServerHttpResponse message = new ServletServerHttpResponse(response);
        if (entity != null) {
            message.setStatusCode(entity.getStatusCode());
            message.getHeaders().putAll(entity.getHeaders());
        }
        message.getHeaders().setContentType(format.mediaType());
        return message.getBody();
    }

    /** What a converter writes an element to: headers are those of the array, and nothing is flushed for an element. */
    private final class Text implements HttpOutputMessage {

        private final HttpHeaders headers = new HttpHeaders();

        @Override
        public OutputStream getBody() {
            return text;
        }

        @Override
        public HttpHeaders getHeaders() {
            return headers;
        }
    }
}
