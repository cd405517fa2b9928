package armemu

import (
	"errors"
	"net/http"

	"github.com/udr-egress/terraform-provider-udr/internal/armemu/armtypes"
)

// servicePath is where the server takes Kubernetes services: POST applies one, DELETE removes it. Like walkPath it lies outside ARM's
// namespace, since there it is kubectl that does this.
const servicePath = "/emulator/kubernetes/services"

// ApplyService brings an internal Kubernetes service about, or changes it: its frontend appears in the load balancer kubernetes-internal of
// the cluster's node resource group. The error is an *armtypes.Error when the service is wrong, or would stay pending.
func (e *Emulator) ApplyService(s armtypes.KubernetesService) (armtypes.ServiceFrontend, error) {
	var out armtypes.ServiceFrontend
	err := e.onCluster(s.Cluster, func(w *armtypes.Write) (refusal *armtypes.Error) {
		out, refusal = s.Apply(w)
		return refusal
	})
	return out, err
}

// RemoveService takes a service away again; one that is not there is no error.
func (e *Emulator) RemoveService(s armtypes.KubernetesService) error {
	return e.onCluster(s.Cluster, s.Remove)
}

// onCluster runs f on a write of a cluster; what f stores is kept unless it refuses.
func (e *Emulator) onCluster(id string, f func(*armtypes.Write) *armtypes.Error) error {
	return e.inspect(func(t *txn) error {
		d, ok := t.Get(id)
		if !ok || d.Type.Family != armtypes.AKS || d.Type.Embed != nil {
			return armtypes.Errorf(http.StatusNotFound, "ResourceNotFound", "There is no managed cluster %q.", id)
		}
		if refusal := f(t.managedWrite(armtypes.Act, d.ID, d.Type, d.Body.Clone(), d.Body, d.Parent)); refusal != nil {
			return refusal
		}
		return nil
	})
}

// serveService answers the service path.
func (e *Emulator) serveService(r *http.Request, body []byte) *reply {
	if r.Method != http.MethodPost && r.Method != http.MethodDelete {
		return errorReply(families[armtypes.ARM], errMethod(r.Method)).set("Allow", "POST, DELETE")
	}
	var s armtypes.KubernetesService
	if err := decodeOnly(body, &s); err != nil {
		return errorReply(families[armtypes.ARM], gatewayError(http.StatusBadRequest, "InvalidService", "The service is no JSON of the documented form: %s.", err))
	}
	rep, err := e.doService(r.Method, s)
	var refusal *armtypes.Error
	switch {
	case errors.As(err, &refusal):
		return errorReply(families[armtypes.ARM], refusal)
	case err != nil:
		return errorReply(families[armtypes.ARM], gatewayError(http.StatusNotImplemented, "EmulatorBroken", "The emulator cannot answer: %s", err))
	}
	return rep
}

func (e *Emulator) doService(method string, s armtypes.KubernetesService) (*reply, error) {
	if method == http.MethodDelete {
		return newReply(http.StatusNoContent), e.RemoveService(s)
	}
	out, err := e.ApplyService(s)
	if err != nil {
		return nil, err
	}
	return jsonReply(http.StatusOK, families[armtypes.ARM].contentType, out)
}
