package org.jenkinsci.plugins.structs.describable;

import java.io.Serializable;
import java.util.Map;

public class UninstantiatedDescribable implements Serializable {
    private static final long serialVersionUID = 1L;

    public UninstantiatedDescribable(String symbol, String klass, Map<String, ?> arguments) {}

    public UninstantiatedDescribable(Map<String, ?> arguments) {}

    public native String getSymbol();

    public native Map<String, ?> getArguments();

    public native boolean hasSoleRequiredArgument();

    public native Map<String, Object> toShallowMap();
}
