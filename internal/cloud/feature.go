package cloud

import "slices"

// Feature is a part of AKS that has egress of its own.
type Feature string

// The features. FeatureBase and FeatureKonnectivity are always in force; the ones that a Profile's other fields decide
// (gpu, windows, custom_dns, acr, vnet_integration) need not be listed in it.
const (
	FeatureBase             Feature = "base"
	FeatureKonnectivity     Feature = "konnectivity"
	FeatureTunnel           Feature = "tunnel"
	FeatureNTP              Feature = "ntp"
	FeatureCustomDNS        Feature = "custom_dns"
	FeatureAPIServerIP      Feature = "api_server_ip"
	FeatureVNetIntegration  Feature = "vnet_integration"
	FeatureNodeOSUpdates    Feature = "node_os_updates"
	FeatureGPU              Feature = "gpu"
	FeatureWindows          Feature = "windows"
	FeatureWorkloadIdentity Feature = "workload_identity"
	FeatureDefender         Feature = "defender"
	FeatureKeyVaultCSI      Feature = "keyvault_csi"
	FeatureIstioPluginCA    Feature = "istio_plugin_ca"
	FeatureAppRoutingTLS    Feature = "app_routing_tls"
	FeatureAzureMonitor     Feature = "azure_monitor"
	FeatureNetworkLogs      Feature = "container_network_logs"
	FeatureAzurePolicy      Feature = "azure_policy"
	FeatureCostAnalysis     Feature = "cost_analysis"
	FeatureExtensions       Feature = "extensions"
	FeatureFlux             Feature = "flux"
	FeatureAzureBackup      Feature = "azure_backup"
	FeatureACR              Feature = "acr"
	FeatureArtifactStream   Feature = "artifact_streaming"
	FeaturePublicRegistries Feature = "public_registries"
	FeatureAutomatic        Feature = "automatic"
)

// FeatureInfo describes one feature.
type FeatureInfo struct {
	Key   Feature
	Title string
	// Implies lists features whose rows come with this one.
	Implies []Feature
	// Unsupported lists the variants of clusters that cannot have the feature.
	Unsupported []Variant
	// Answers has one entry for each cloud.
	Answers map[Name]Answer
	Fact
}

// Answer is what one cloud says to one feature: rows, or the reason why there are none.
type Answer struct {
	Rows []Endpoint
	// Absent says why there are no rows; empty when there are some, or when the feature only implies others.
	Absent string
	// Notice is something a user of the feature in this cloud must know.
	Notice string
}

// features is the table of tables, in the order in which RequiredEgress returns rows. Each lives in its own file.
var features = []FeatureInfo{
	featureBase, featureKonnectivity, featureTunnel, featureNTP, featureCustomDNS, featureAPIServerIP, featureVNetIntegration,
	featureNodeOSUpdates, featureGPU, featureWindows, featureWorkloadIdentity, featureDefender,
	featureKeyVaultCSI, featureIstioPluginCA, featureAppRoutingTLS, featureAzureMonitor, featureNetworkLogs, featureAzurePolicy,
	featureCostAnalysis, featureExtensions, featureFlux, featureAzureBackup, featureACR, featureArtifactStream,
	featurePublicRegistries, featureAutomatic,
}

// Features returns all features with their rows as written: placeholders unfilled, defaults filled in.
func Features() []FeatureInfo {
	out := slices.Clone(features)
	for i := range out {
		out[i].Implies = slices.Clone(out[i].Implies)
		out[i].Unsupported = slices.Clone(out[i].Unsupported)
		answers := make(map[Name]Answer, len(out[i].Answers))
		for c, a := range out[i].Answers {
			a.Rows = templateRows(features[i], c)
			answers[c] = a
		}
		out[i].Answers = answers
	}
	return out
}

// FeatureKeys returns the keys of all features in the order of the table, without building their rows.
func FeatureKeys() []Feature {
	out := make([]Feature, len(features))
	for i, f := range features {
		out[i] = f.Key
	}
	return out
}

// LookupFeature finds a feature by its key, as it stands in Features.
func LookupFeature(f Feature) (FeatureInfo, bool) {
	all := Features()
	i := slices.IndexFunc(all, func(x FeatureInfo) bool { return x.Key == f })
	if i < 0 {
		return FeatureInfo{}, false
	}
	return all[i], true
}

// everywhere answers alike in every cloud.
func everywhere(rows ...Endpoint) map[Name]Answer {
	return answers(Answer{Rows: rows}, Answer{Rows: rows}, Answer{Rows: rows})
}

// answers makes a feature's answer of every cloud; the compiler sees to it that none is forgotten.
func answers(public, usGovernment, china Answer) map[Name]Answer {
	return map[Name]Answer{Public: public, USGovernment: usGovernment, China: china}
}

// rows joins lists of rows.
func rows(lists ...[]Endpoint) Answer { return Answer{Rows: slices.Concat(lists...)} }

// absent is the answer of a cloud without rows.
func absent(reason string) Answer { return Answer{Absent: reason} }

// templateRows returns the rows of a feature in a cloud with what follows from other columns filled in.
func templateRows(f FeatureInfo, c Name) []Endpoint {
	table := f.Answers[c].Rows
	out := make([]Endpoint, len(table))
	for i, r := range table {
		out[i] = r.complete(f.Key, c)
	}
	return out
}

// complete fills in the columns that follow from others, and copies the lists.
func (e Endpoint) complete(f Feature, c Name) Endpoint {
	e.Key = string(f) + "/" + e.Key
	e.Feature, e.Cloud, e.Template = f, c, e.Destination
	e.DroppedFor, e.Rules = slices.Clone(e.DroppedFor), slices.Clone(e.Rules)
	if e.Application != "" {
		e.Kind, e.Protocol = KindApplication, TCP
	} else {
		e.Kind = KindNetwork
	}
	switch {
	case e.Port != 0:
	case e.Application == HTTP:
		e.Port = 80
	case e.Application == HTTPS:
		e.Port = 443
	}
	if e.DestinationKind == "" {
		e.DestinationKind = DestinationFQDN
	}
	e.TagHolds = tagMembership(e)
	if r, ok := LookupRetired(e.Template); ok {
		e.ReplacedBy = r.Successor
	}
	return e
}
