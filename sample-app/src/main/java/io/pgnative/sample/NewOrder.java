package io.pgnative.sample;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * What a caller sends to place an order.
 *
 * @param customerId who orders
 * @param lines what is ordered, each product once
 */
record NewOrder(
        @NotNull Long customerId, @NotEmpty @Size(max = 50) List<@NotNull @Valid Line> lines) {

    /**
     * A line of it.
     *
     * @param sku the product
     * @param quantity how many
     */
    record Line(
            @NotBlank @Size(max = 40) String sku,
            @NotNull @Min(1) @Max(10_000) Integer quantity) {}
}
