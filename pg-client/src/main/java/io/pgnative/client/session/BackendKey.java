package io.pgnative.client.session;


/**
 * What a CancelRequest needs (protocol, message BackendKeyData).
 *
 * @param processId of the backend
 * @param secret 4 bytes in protocol 3.0, up to 256 from 3.2 on; never part of a text
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record BackendKey(int processId, byte[] secret) {

    static final BackendKey UNKNOWN = new BackendKey(0, new byte[4]);

    @Override
    public String toString() {
        return "BackendKey{" + processId + "}";
    }
}
