using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TransitHub.Server.Hosting;

/// <summary>Where positions come from, and whether it works.</summary>
/// <param name="Where">The embedded broker's address, or the outside broker's.</param>
/// <param name="Readiness">Whether messages come through.</param>
internal sealed record MqttSource(Func<string> Where, Func<FeedReadiness> Readiness);

/// <summary>One part of the hub and whether it works.</summary>
/// <param name="Part">A feed's id, or <c>mqtt</c>.</param>
/// <param name="Ready">Whether it works.</param>
/// <param name="Reason">Why not.</param>
internal sealed record PartHealth(string Part, bool Ready, string? Reason);

/// <summary>Whether the hub can do its work: every feed takes and answers (its log writes), and the broker is there.</summary>
internal sealed class HubHealth(FeedDirectory feeds, MqttSource mqtt) : IHealthCheck
{
    /// <summary>All parts.</summary>
    public IReadOnlyList<PartHealth> List() =>
        [.. feeds.All.Select(f => Of("feed " + f.Id, f.Readiness())), Of("mqtt " + mqtt.Where(), mqtt.Readiness())];

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] wrong = [.. this.List().Where(p => !p.Ready).Select(p => $"{p.Part}: {p.Reason}")];
        return Task.FromResult(wrong.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join("; ", wrong)));
    }

    private static PartHealth Of(string part, FeedReadiness readiness) =>
        new(part, readiness.IsReady, readiness.IsReady ? null : readiness.Reason);
}
