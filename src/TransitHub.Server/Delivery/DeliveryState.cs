namespace TransitHub.Server.Delivery;

/// <summary>How a delivery goes; immutable.</summary>
/// <param name="Delivered">Messages that the consumer took.</param>
/// <param name="Failed">Tries that it did not take, or that did not reach it.</param>
/// <param name="LastHeader">Header timestamp of the message it took last, Unix seconds; null: none yet.</param>
/// <param name="Problem">Why the last try failed; null: it did not.</param>
internal sealed record DeliveryState(long Delivered, long Failed, long? LastHeader, string? Problem)
{
    /// <summary>Before the first try.</summary>
    public static DeliveryState None { get; } = new(0, 0, null, null);
}
