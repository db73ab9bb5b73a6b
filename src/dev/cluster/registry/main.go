// Command registry is the registry of github.com/distribution/distribution with the parts that the tests need: storage in
// memory, and authentication by htpasswd and by token. Without the storage drivers of clouds it builds in half of the time.
package main

import (
	"os"

	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/auth/htpasswd"
	_ "github.com/distribution/distribution/v3/registry/auth/token"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/inmemory"
)

func main() {
	// Otherwise the registry looks for a collector of traces.
	os.Setenv("OTEL_TRACES_EXPORTER", "none")
	if err := registry.RootCmd.Execute(); err != nil {
		os.Exit(1)
	}
}
