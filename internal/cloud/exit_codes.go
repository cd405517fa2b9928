package cloud

import "slices"

// ExitCode is the exit code of the script that makes a virtual machine an AKS node. The failed operation shows it in
// the message of VMExtensionProvisioningError.
type ExitCode int

// The exit codes that blocked egress causes.
const (
	ExitKubernetesDownload ExitCode = 31
	ExitCNIDownload        ExitCode = 41
	ExitOutbound           ExitCode = 50
	ExitAPIServer          ExitCode = 51
	ExitDNS                ExitCode = 52
	ExitAzureDNS           ExitCode = 53
)

// ExitCodeMeaning explains one exit code.
type ExitCodeMeaning struct {
	Code ExitCode
	// Name is the error's name in AKS's messages.
	Name    string
	Meaning string
	Fact
}

var exitCodes = []ExitCodeMeaning{
	{ExitKubernetesDownload, "ERR_K8S_DOWNLOAD_TIMEOUT", "the Kubernetes binaries could not be downloaded", fact("Azure/AKS#4353", "2024").doubt("seen in threads; not needed when the image has the binaries already")},
	{ExitCNIDownload, "CNIDownloadTimeout", "the CNI binaries could not be downloaded", fact("Azure/AKS#4353, Azure/AKS#4792", "2025").doubt("seen in threads; not needed when the image has the binaries already")},
	{ExitOutbound, "VMExtensionError_OutboundConnFail", "the node could not reach the container registry over HTTPS", fact("MicrosoftDocs/SupportArticles-docs error-codes/vmextensionerror-outboundconnfail.md", "2024-12-30")},
	{ExitAPIServer, "VMExtensionError_K8SAPIServerConnFail", "the node could not reach the API server over HTTPS", fact("MicrosoftDocs/SupportArticles-docs error-codes/vmextensionerror-k8sapiserverconnfail.md", "2024-01-24")},
	{ExitDNS, "VMExtensionError_K8SAPIServerDNSLookupFail", "a custom DNS server could not resolve the API server's name", srcBootstrap},
	{ExitAzureDNS, "VMExtensionError_K8SAPIServerDNSLookupFail", "Azure DNS (168.63.129.16) could not resolve the API server's name", srcBootstrap},
}

// ExitCodes returns what is known of the exit codes.
func ExitCodes() []ExitCodeMeaning { return slices.Clone(exitCodes) }

// Explain returns the meaning of an exit code.
func (c ExitCode) Explain() (ExitCodeMeaning, bool) {
	i := slices.IndexFunc(exitCodes, func(m ExitCodeMeaning) bool { return m.Code == c })
	if i < 0 {
		return ExitCodeMeaning{}, false
	}
	return exitCodes[i], true
}

// BootstrapCheck is one check of a node's bootstrap, in the order in which a node makes them (AK-28).
type BootstrapCheck struct {
	Code ExitCode
	Name string
	// Tries and TriesPrivate are the number of attempts for clusters with a public and with a private API server.
	Tries, TriesPrivate int
	// Seconds and SecondsPrivate are the pause of each attempt, or the whole time allowed when Tries is 1.
	Seconds, SecondsPrivate int
	// SkippedFor lists the variants of which nodes do not make the check.
	SkippedFor []Variant
	Fact
}

var bootstrapChecks = []BootstrapCheck{
	{ExitOutbound, "HTTPS to the container registry", 20, 20, 15, 15, []Variant{VariantIsolated}, srcBootstrap},
	{ExitDNS, "name of the API server", 1, 1, 300, 600, nil, srcBootstrap},
	{ExitAPIServer, "HTTPS to the API server", 34, 68, 15, 15, nil, srcBootstrap},
}

// BootstrapChecks returns the checks in their order.
func BootstrapChecks() []BootstrapCheck {
	out := slices.Clone(bootstrapChecks)
	for i := range out {
		out[i].SkippedFor = slices.Clone(out[i].SkippedFor)
	}
	return out
}
