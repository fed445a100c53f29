package io.pgnative.client;

/**
 * A column of a result.
 *
 * @param name as the server reports it
 * @param typeOid the OID of its type
 * @param typeName the name of its type, such as {@code int4}; {@code oid:<number>} for one this client does not know
 * @param typeModifier the type modifier, such as the length of a varchar plus 4; -1 if there is none
 * @param tableOid the OID of the table it comes from; 0 if it is not a plain column
 * @param attributeNumber the number of the table's column; 0 if it is not a plain column
 */
public record Column(String name, int typeOid, String typeName, int typeModifier, int tableOid, int attributeNumber) {}
