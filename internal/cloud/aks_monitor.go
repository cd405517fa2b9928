package cloud

// The two ways to let monitoring through: by the service tag, or by names.
const (
	ChoiceAzureMonitor = "azure_monitor"
	OptionServiceTag   = "service_tag"
	OptionNames        = "names"
)

// featureAzureMonitor is Container Insights, managed Prometheus and Application Insights (AK-18). Either its service tag
// in a network rule or all of its names suffice.
var featureAzureMonitor = FeatureInfo{
	Key: FeatureAzureMonitor, Title: "Azure Monitor: container logs, Prometheus, Application Insights", Fact: srcEgressRules,
	Answers: answers(
		rows(monitorTag, monitorNames, []Endpoint{monitorName("metrics", "*.monitoring.<azure_suffix>", "metrics")}),
		rows(monitorTag, monitorNames),
		rows(monitorTag, monitorNames),
	),
}

var monitorTag = []Endpoint{{
	Key: "tag", Level: LevelConditional, Protocol: TCP, Port: 443, DestinationKind: DestinationServiceTag, Destination: tagAzureMonitor,
	Choice: ChoiceAzureMonitor, Option: OptionServiceTag, Rules: []string{"AK-18"}, Purpose: "logs and metrics", Fact: srcEgressRules,
}}

var monitorNames = []Endpoint{
	monitorName("ods", "*.ods.opinsights.<azure_suffix>", "log ingestion"),
	monitorName("oms", "*.oms.opinsights.<azure_suffix>", "sign-in to Log Analytics workspaces"),
	monitorName("telemetry", "dc.services.visualstudio.com", "telemetry of the agent"),
	monitorName("app_insights", "*.in.applicationinsights.azure.com", "Application Insights"),
	monitorName("entra", PlaceholderEntra, "sign-in"),
	monitorName("control", "global.handler.control.monitor.<azure_suffix>", "control service"),
	monitorName("ingest", "*.ingest.monitor.<azure_suffix>", "log ingestion"),
	monitorName("metrics_ingest", "*.metrics.ingest.monitor.<azure_suffix>", "Prometheus ingestion"),
	monitorName("region_control", "<region>.handler.control.monitor.<azure_suffix>", "data collection rules"),
}

func monitorName(key, host, purpose string) Endpoint {
	return Endpoint{
		Key: key, Level: LevelConditional, Application: HTTPS, Destination: host, ServiceTag: tagAzureMonitor,
		Choice: ChoiceAzureMonitor, Option: OptionNames, Rules: []string{"AK-18"}, Purpose: purpose,
		Note: "not with private link scopes", Fact: srcEgressRules,
	}
}

// featureNetworkLogs is the export of Cilium's flow logs, which goes to Azure Monitor.
var featureNetworkLogs = FeatureInfo{
	Key: FeatureNetworkLogs, Title: "container network logs", Implies: []Feature{FeatureAzureMonitor}, Fact: srcCilium, Answers: everywhere(),
}
