# The how-to's voting app: once Kubernetes has given its internal service an address, port 80 of the firewall leads there.

variable "voting_app" {
  description = "Whether the voting app is there: `kubectl apply` comes between the cluster and its way in."
  type        = bool
  default     = false
}

data "udr_internal_load_balancer" "voting" {
  count      = var.voting_app ? 1 : 0
  cluster_id = udr_aks_cluster.this.id
  port       = 80
}

resource "udr_firewall_ingress" "voting" {
  count       = var.voting_app ? 1 : 0
  firewall_id = udr_firewall_egress.this.id
  name        = "voting"

  rules = {
    http = {
      destination_port   = 80
      translated_address = data.udr_internal_load_balancer.voting[0].private_ip_address
    }
  }
}

output "voting_app" {
  description = "Where a browser finds the voting app, and where the firewall leads it."
  value       = one([for i in udr_firewall_ingress.voting : "http://${i.rules["http"].destination_address} -> ${i.rules["http"].translated_address}"])
}
