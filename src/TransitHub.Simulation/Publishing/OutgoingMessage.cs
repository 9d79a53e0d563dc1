namespace TransitHub.Simulation.Publishing;

/// <summary>A message as it goes to the broker.</summary>
/// <param name="Topic">Where to.</param>
/// <param name="Payload">JSON, or whatever the recording held.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers (a device's status).</param>
internal readonly record struct OutgoingMessage(string Topic, byte[] Payload, bool Retain);
