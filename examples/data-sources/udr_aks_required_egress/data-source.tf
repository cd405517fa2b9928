data "udr_aks_required_egress" "this" {
  region   = "westeurope"
  features = ["azure_policy", "keyvault_csi"]
  gpu      = true
}

# What a firewall of any make has to let through, with the reason and where it is written.
output "allow" {
  value = {
    for row in data.udr_aks_required_egress.this.rows :
    row.key => "${row.destination}:${row.port} (${row.purpose}; ${row.source}, ${row.date})"
    if contains(["required", "conditional"], row.level)
  }
}

# Rules copied from old guides that can go.
output "remove" {
  value = { for name in data.udr_aks_required_egress.this.retired : name.destination => name.reason }
}
