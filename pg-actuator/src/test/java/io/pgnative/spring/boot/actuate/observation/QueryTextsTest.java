package io.pgnative.spring.boot.actuate.observation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTextsTest {

    @Test
    void boundsHowManySummariesThereAre() {
        QueryTexts texts = new QueryTexts();
        for (int i = 0; i < QueryTexts.MOST_SUMMARIES; i++) {
            assertThat(texts.of("select * from t" + i).summary()).isEqualTo("SELECT t" + i);
        }
        assertThat(texts.of("select * from one_more").summary()).isEqualTo("SELECT");
        assertThat(texts.of("select * from t0").summary()).isEqualTo("SELECT t0");
        assertThat(texts.size()).isLessThanOrEqualTo(1_024);
    }
}
