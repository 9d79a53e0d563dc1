namespace TransitHub.Server.Hosting;

/// <summary>How long another server asks to be left alone (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    /// <summary>What an answer says, zero where its moment is over; null: nothing.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider clock) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > clock.GetUtcNow() ? date - clock.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };
}
