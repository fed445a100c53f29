package io.pgnative.client;

/**
 * What somebody has sent with NOTIFY.
 *
 * @param channel the channel's name, exactly
 * @param payload the text that was sent; empty if there was none
 * @param processId of the backend that sent it
 */
public record Notification(String channel, String payload, int processId) {

    /**
     * The notification without its payload, which may be anything.
     *
     * @return a text for logs
     */
    @Override
    public String toString() {
        return "Notification[channel=" + channel + ", processId=" + processId + "]";
    }
}
