package armclient

import (
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/arm"
	armruntime "github.com/Azure/azure-sdk-for-go/sdk/azcore/arm/runtime"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// newPipeline builds azcore's pipeline with everything that waits turned off:
// its retry policy sleeps by the machine's clock, gives up above 60 s and never
// retries a 409, and its registration policy polls every 15 s by the same clock
// (arm-wire.md 4.1). Both jobs are done in retry.go and register.go. What stays
// is what azcore does well: tokens with continuous access evaluation, and
// reading the body.
func newPipeline(options Options, config cloud.Configuration) (runtime.Pipeline, error) {
	return armruntime.NewPipeline("udr", "v0.0.0", options.Credential, runtime.PipelineOptions{
		PerCall: []policy.Policy{userAgent(options.UserAgent), runtime.NewRequestIDPolicy()},
	}, &arm.ClientOptions{
		ClientOptions: policy.ClientOptions{
			Cloud:     config,
			Transport: options.Transport,
			Retry:     policy.RetryOptions{MaxRetries: -1},
			Telemetry: policy.TelemetryOptions{Disabled: true},
		},
		AuxiliaryTenants:      options.AuxiliaryTenants,
		DisableRPRegistration: true,
	})
}

// userAgent names the provider and its version, and nothing else of the
// machine it runs on.
type userAgent string

func (u userAgent) Do(req *policy.Request) (*http.Response, error) {
	if u != "" {
		req.Raw().Header.Set("User-Agent", string(u))
	}
	return req.Next()
}
