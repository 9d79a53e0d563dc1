namespace TransitHub.Mqtt.Broker;

/// <summary>Says whether a client may connect.</summary>
/// <param name="userName">As sent; null when the client sent none.</param>
/// <param name="password">As sent; null when the client sent none.</param>
public delegate bool CredentialCheck(string? userName, string? password);
