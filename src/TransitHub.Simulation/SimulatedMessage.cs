using TransitHub.Core.Time;

namespace TransitHub.Simulation;

/// <summary>What a device sends.</summary>
/// <param name="SendAt">When, by the true clock.</param>
/// <param name="Sender">The device's number: what one device sends must keep its order, so it goes over one connection.</param>
/// <param name="Topic">Of the hub's outer contract.</param>
/// <param name="Payload">JSON.</param>
/// <param name="Retain">Whether the broker keeps it for later subscribers (a device's status).</param>
/// <param name="Observations">How many observations it holds: a camera tells all its channels' counts at once.</param>
public readonly record struct SimulatedMessage(Timestamp SendAt, int Sender, string Topic, byte[] Payload, bool Retain, int Observations = 1);
