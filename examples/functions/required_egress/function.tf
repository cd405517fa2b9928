locals {
  required = provider::udr::required_egress({
    region   = "westeurope"
    features = ["azure_policy", "keyvault_csi"]
  })
}

# The names that a firewall of any vendor has to let through on port 443.
output "https_names" {
  value = sort(distinct([
    for row in local.required : row.destination
    if row.application_protocol == "Https" && contains(["required", "conditional"], row.level)
  ]))
}

# What stops a node from booting when it is blocked.
output "exit_codes" {
  value = { for row in local.required : row.key => row.exit_code if row.exit_code != null }
}
