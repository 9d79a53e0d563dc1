using System.Net;

namespace TransitHub.Load.Mqtt;

/// <summary>What to publish.</summary>
/// <param name="Target">The broker.</param>
/// <param name="Feed">The feed in the topics.</param>
/// <param name="Connections">Connections at a time.</param>
/// <param name="Qos">0 or 1.</param>
/// <param name="Window">QoS 1: publishes on their way without an acknowledgement, per connection. QoS 0: packets in one send.</param>
/// <param name="Seconds">How long.</param>
internal sealed record LoadPlan(IPEndPoint Target, string Feed, int Connections, int Qos, int Window, double Seconds);
