# The address that Kubernetes gave to the voting app, without kubectl.
data "udr_internal_load_balancer" "voting" {
  cluster_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.ContainerService/managedClusters/contosofinaks"
  port       = 80
  wait_for   = "4m"
}

output "voting_app" {
  value = data.udr_internal_load_balancer.voting.private_ip_address
}
