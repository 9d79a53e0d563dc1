namespace TransitHub.Server.Delivery;

/// <summary>A message could not be brought to its consumer; the text is for the operator and holds no secret.</summary>
internal sealed class DeliveryException(string message) : Exception(message)
{
    /// <summary>How long the consumer wants to be left alone; null: it did not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
