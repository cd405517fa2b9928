package armemu

import (
	"net/http"
	"strings"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// gatewayError is an error of ARM's front end (arm-wire.md 2.1): code and message only, x-ms-failure-cause: gateway.
func gatewayError(status int, code, format string, args ...any) *armtypes.Error {
	err := armtypes.Errorf(status, code, format, args...)
	err.Gateway = true
	return err
}

// The catalogue of arm-wire.md 2.2, as far as the engine itself refuses.

func errResourceNotFound(id armtypes.ID) *armtypes.Error {
	short := id.Namespace()
	for i, segment := range strings.Split(id.Type, "/")[1:] {
		short += "/" + segment + "/" + id.Names[i]
	}
	return gatewayError(http.StatusNotFound, "ResourceNotFound",
		"The Resource '%s' under resource group '%s' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix", short, id.Group)
}

// errChildNotFound: medium confidence in source, so the code is marked.
func errChildNotFound(id string) *armtypes.Error {
	return armtypes.Errorf(http.StatusNotFound, "NotFound", "Resource %s not found.", id).Unsure()
}

func errGroupNotFound(name string) *armtypes.Error {
	return gatewayError(http.StatusNotFound, "ResourceGroupNotFound", "Resource group '%s' could not be found.", name)
}

func errParentNotFound(id armtypes.ID, parent armtypes.ID) *armtypes.Error {
	return gatewayError(http.StatusNotFound, "ParentResourceNotFound",
		"Failed to perform 'write' on resource(s) of type '%s', because the parent resource '%s' could not be found.",
		strings.TrimPrefix(id.Type, id.Namespace()+"/"), parent)
}

func errSubscriptionNotFound(id string) *armtypes.Error {
	return gatewayError(http.StatusNotFound, "SubscriptionNotFound", "The subscription '%s' could not be found. The emulator serves %s and %s only.",
		id, SubscriptionID, SecondSubscriptionID)
}

func errInvalidType(namespace, typ string) *armtypes.Error {
	return gatewayError(http.StatusNotFound, "InvalidResourceType", "The resource type '%s' could not be found in the namespace '%s'.", typ, namespace)
}

func errInvalidNamespace(namespace string) *armtypes.Error {
	return gatewayError(http.StatusNotFound, "InvalidResourceNamespace", "The resource namespace '%s' is invalid.", namespace)
}

func errMethod(method string) *armtypes.Error {
	return gatewayError(http.StatusMethodNotAllowed, "HttpMethodNotSupported", "The http method '%s' is not supported for this resource.", method).Unsure()
}

func errContent(message string) *armtypes.Error {
	return gatewayError(http.StatusBadRequest, "InvalidRequestContent", "The request content was invalid and could not be deserialized: '%s'.", message)
}

func errNoProvider(location, version, typ string) *armtypes.Error {
	return gatewayError(http.StatusBadRequest, "NoRegisteredProviderFound", "No registered resource provider found for location '%s' and API version '%s' for type '%s'. The supported locations are '%s'.",
		location, version, typ, strings.Join(sortedKeys(locationNames), ", "))
}
