locals {
  hub     = "10.0.0.0/16"
  spokes  = ["10.1.0.0/16", "10.2.0.0/16"]
  service = "172.16.0.0/16"
}

output "ranges_are_apart" {
  value = !provider::udr::cidrs_overlap(concat([local.hub, local.service], local.spokes)) # true

  precondition {
    condition     = !provider::udr::cidrs_overlap(concat([local.hub, local.service], local.spokes))
    error_message = "Networks that are peered and the service range must not overlap."
  }
}
