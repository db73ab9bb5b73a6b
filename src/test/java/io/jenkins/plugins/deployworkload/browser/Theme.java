package io.jenkins.plugins.deployworkload.browser;

/**
 * The colors of a page. Core has light colors only. A dark theme is a plugin of its own, which sets the variables of core
 * (https://plugins.jenkins.io/dark-theme/); the dark colors of the test are such a set of values.
 */
enum Theme {
    LIGHT("light", ""),
    DARK("dark", """
            :root {
              --background: #1d1d20; --text-color: #f4f4f8; --text-color-secondary: #a2a2aa;
              --white: #323236; --black: #55555a; --card-background: #27272b; --light-grey: #2c2c30;
              --very-light-grey: #444448; --medium-grey: #444448; --pre-background: #17171a;
              --link-color: #59c2ff; --primary: #59c2ff; --accent-color: #59c2ff; --selection-color: #2d5f80;
              --table-background: #17171a; --table-body-background: #1d1d20; --table-header-foreground: #efeff4;
              --table-body-foreground: #efeff4; --input-color: #29292c; --input-border: #787882;
              --blue: #1a8cff; --green: #2be060; --red: #ff4733; --orange: #ff9500; --yellow: #ffd91a;
            }
            body { color-scheme: dark; }
            """);

    private final String scheme;
    private final String style;

    Theme(String scheme, String style) {
        this.scheme = scheme;
        this.style = style;
    }

    /** The value of the media feature {@code prefers-color-scheme}. */
    String scheme() {
        return scheme;
    }

    /** A style sheet after those of Jenkins. */
    String style() {
        return style;
    }
}
