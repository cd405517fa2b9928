package network

import (
	"context"

	"github.com/udr-egress/terraform-provider-udr/internal/azure/armclient"
)

// heals reports whether the firewall has to be written before its policy: while its last operation stands as failed,
// Azure takes no change of the policy (FirewallPolicyUpdateFailed; a write of the firewall mends it, aks-facts.md 4.3).
func (r *egressRun) heals() bool {
	object := r.of(r.Want.Firewall.ID)
	return object != nil && failed(*object) && r.usesPolicy(*object)
}

func (r *egressRun) usesPolicy(firewall armclient.Object) bool {
	return r.Want.Policy != nil && r.Want.Policy.ID.EqualFold(firewall.String("properties", "firewallPolicy", "id"))
}

// healing is a write of the policy or of its groups that is repeated once, if Azure refuses it because our firewall has failed since it was
// looked at. The firewall is written first, as it is: what else it is to become needs the rules. Firewalls of others are not ours to mend.
func (r *egressRun) healing(write func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		err := write(ctx)
		if armclient.ClassOf(err) != armclient.Faulted {
			return err
		}
		if unread := r.read(ctx, r.Want.Firewall.ID); unread != nil || !r.heals() {
			return err
		}
		if unhealed := r.bring(ctx, r.Want.Firewall.ID, func(*edit) {}); unhealed != nil {
			return unhealed
		}
		return write(ctx)
	}
}
