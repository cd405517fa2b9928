package cloud

import (
	"slices"
	"strings"
)

// tagAzureMonitor is the service tag that required egress names by itself.
const tagAzureMonitor = "AzureMonitor"

// ServiceTag is one service tag of virtual networks.
type ServiceTag struct {
	Name string
	// Regional tags also exist as Name.<Region>.
	Regional bool
	// Firewall tells whether network rules of Azure Firewall take the tag, as a destination only (FW-16).
	Firewall bool
	// Route tells whether a user-defined route takes the tag as its prefix (RT-14).
	Route bool
	Fact
}

var serviceTags = buildServiceTags()

func buildServiceTags() []ServiceTag {
	lists := []struct {
		regional, firewall, route bool
		names                     string
	}{
		{true, true, true, `ApiManagement AppService AutonomousDevelopmentPlatform AzureCloud AzureConnectors AzureContainerRegistry AzureCosmosDB
			AzureDevOps AzureFrontDoor.Frontend AzureFrontDoor.Backend AzureFrontDoor.FirstParty AzureIoTHub AzureKeyVault AzureWebPubSub
			BatchNodeManagement DataFactory Dynamics365ForMarketingEmail EventHub HDInsight M365ManagementActivityApi M365ManagementActivityApiWebhook
			MicrosoftContainerRegistry PowerPlatformInfra PowerPlatformPlex ServiceBus Sql Storage`},
		{false, true, true, `ActionGroup ApplicationInsightsAvailability AppConfiguration AppServiceManagement AzureActiveDirectory
			AzureActiveDirectoryDomainServices AzureAdvancedThreatProtection AzureArcInfrastructure AzureAttestation AzureBackup AzureBotService
			AzureCognitiveSearch AzureDatabricks AzureDataExplorerManagement AzureDataLake AzureDeviceUpdate AzureDevSpaces AzureDigitalTwins
			AzureEventGrid AzureHealthcareAPIs AzureInformationProtection AzureLoadTestingInstanceManagement AzureMachineLearning
			AzureMachineLearningInference AzureManagedGrafana AzureMonitor AzureOpenDatasets AzureResourceManager AzureSentinel AzureSignalR
			AzureSiteRecovery AzureSphere AzureSpringCloud AzureStack AzureTrafficManager AzureUpdateDelivery ChaosStudio CognitiveServicesFrontend
			CognitiveServicesManagement DataFactoryManagement Dynamics365BusinessCentral EOPExternalPublishedIPs GuestAndHybridManagement LogicApps
			LogicAppsManagement Marketplace MicrosoftAzureFluidRelay MicrosoftCloudAppSecurity MicrosoftDefenderForEndpoint PowerBI PowerQueryOnline
			ServiceFabric SqlManagement StorageSyncService WindowsAdminCenter WindowsVirtualDesktop`},
		{true, false, true, `AzureContainerAppsService`},
		{false, false, true, `GatewayManager KustoAnalytics MicrosoftPurviewPolicyDistribution`},
		{false, false, false, `AzureLoadBalancer AzurePlatformDNS AzurePlatformIMDS AzurePlatformLKM Internet VirtualNetwork`},
	}
	var out []ServiceTag
	for _, l := range lists {
		for name := range strings.FieldsSeq(l.names) {
			out = append(out, ServiceTag{
				Name: name, Regional: l.regional, Firewall: l.firewall, Route: l.route,
				Fact: srcServiceTags.doubt("list of 2023; Azure adds tags, so an unknown one is only a hint"),
			})
		}
	}
	return out
}

// irregularTagRegions are the regions whose AzureCloud tag is not spelled like the region.
var irregularTagRegions = []struct {
	Region, Suffix string
	Fact
}{
	{"francecentral", "centralfrance", srcServiceTags},
	{"francesouth", "southfrance", srcServiceTags},
	{"germanywestcentral", "germanywc", srcServiceTags},
	{"germanynorth", "germanyn", srcServiceTags},
	{"norwayeast", "norwaye", srcServiceTags},
	{"norwaywest", "norwayw", srcServiceTags},
	{"switzerlandnorth", "switzerlandn", srcServiceTags},
	{"switzerlandwest", "switzerlandw", srcServiceTags},
}

// ServiceTags returns the known service tags.
func ServiceTags() []ServiceTag { return slices.Clone(serviceTags) }

// TagRegion is the suffix that the AzureCloud service tag has for a region: AzureCloud.centralfrance for francecentral.
func TagRegion(location string) string {
	name := NormalizeRegion(location)
	for _, r := range irregularTagRegions {
		if r.Region == name {
			return r.Suffix
		}
	}
	return name
}

// RegionOfTag is the reverse of TagRegion: the region that a tag's suffix stands for.
func RegionOfTag(suffix string) string {
	name := NormalizeRegion(suffix)
	for _, r := range irregularTagRegions {
		if r.Suffix == name {
			return r.Region
		}
	}
	return name
}

// AzureCloudTag is the service tag of all public addresses of Azure in a region, in the spelling that Azure accepts.
func AzureCloudTag(location string) string { return "AzureCloud." + TagRegion(location) }

// ParseServiceTag splits a tag as written into its base and region suffix ("Storage.WestUS"), whatever the case.
// ok is false when the base is not known; then base is the text before the last dot, if there is one.
func ParseServiceTag(text string) (tag ServiceTag, region string, ok bool) {
	for _, t := range serviceTags {
		if strings.EqualFold(t.Name, text) {
			return t, "", true
		}
		if len(text) > len(t.Name)+1 && strings.EqualFold(text[:len(t.Name)], t.Name) && text[len(t.Name)] == '.' {
			if suffix := text[len(t.Name)+1:]; !strings.Contains(suffix, ".") {
				return t, RegionOfTag(suffix), true
			}
		}
	}
	base, _, _ := strings.Cut(text, ".")
	return ServiceTag{Name: base}, "", false
}

// ServiceTagHint is empty for a tag that network rules of Azure Firewall are known to take; otherwise it says what is
// doubtful. Never an error: Azure adds tags.
func ServiceTagHint(text string) string {
	tag, region, ok := ParseServiceTag(text)
	switch {
	case !ok:
		return "service tag " + text + " is not in the list of known tags; check its spelling"
	case !tag.Firewall:
		return "service tag " + tag.Name + " is listed as not usable in Azure Firewall rules"
	case region != "" && !tag.Regional:
		return "service tag " + tag.Name + " is listed without regional variants"
	case region != "":
		if _, known := LookupRegion(region); !known {
			return "service tag " + text + " ends in a region that is not in the list of known regions"
		}
	}
	return ""
}
