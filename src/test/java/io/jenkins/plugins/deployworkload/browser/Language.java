package io.jenkins.plugins.deployworkload.browser;

/** A language of the pages. */
enum Language {
    ENGLISH("en"),
    KOREAN("ko");

    private final String code;

    Language(String code) {
        this.code = code;
    }

    /** As in the header Accept-Language. */
    String code() {
        return code;
    }

    /** One of two texts. */
    String choose(String english, String korean) {
        return this == KOREAN ? korean : english;
    }
}
