package hudson.security;

public class AccessDeniedException3 extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private AccessDeniedException3() {}
}
