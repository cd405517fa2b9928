# The kubeconfig of a cluster for another provider's configuration. It is kept nowhere.
ephemeral "udr_aks_credentials" "this" {
  cluster_id = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/contosofin-rg/providers/Microsoft.ContainerService/managedClusters/contosofinaks"
}

provider "kubernetes" {
  host                   = ephemeral.udr_aks_credentials.this.host
  cluster_ca_certificate = base64decode(ephemeral.udr_aks_credentials.this.cluster_ca_certificate)

  # A cluster with Entra integration; without, client_certificate and client_key.
  exec {
    api_version = ephemeral.udr_aks_credentials.this.exec.api_version
    command     = ephemeral.udr_aks_credentials.this.exec.command
    args        = ephemeral.udr_aks_credentials.this.exec.args
  }
}
