variable "address_space" {
  type    = string
  default = "10.42.0.0/16"
}

variable "node_prefix" {
  type    = string
  default = "10.42.0.0/20"

  validation {
    condition     = provider::udr::cidr_contains(var.address_space, var.node_prefix)
    error_message = "The nodes' subnet must lie in the network's address space."
  }
}

output "nodes_inside" {
  value = provider::udr::cidr_contains(var.address_space, var.node_prefix) # true
}
