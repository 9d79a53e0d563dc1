using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace TransitHub.Server.Hosting;

/// <summary>A part of the process besides its feeds, and whether it works.</summary>
/// <param name="Name">What it is, with its address if it has one, as <c>mqtt 127.0.0.1:1883</c>.</param>
/// <param name="Readiness">Whether it works.</param>
internal sealed record HealthPart(Func<string> Name, Func<FeedReadiness> Readiness);

/// <summary>One part of the hub and whether it works.</summary>
/// <param name="Part">A feed with its id, <c>mqtt</c> or <c>redis</c> with the address, or a role with its name.</param>
/// <param name="Ready">Whether it works.</param>
/// <param name="Reason">Why not.</param>
internal sealed record PartHealth(string Part, bool Ready, string? Reason);

/// <summary>Whether the hub can do its work: every feed takes and answers (its log writes), and the broker, Redis and the roles are well.</summary>
internal sealed class HubHealth(FeedDirectory feeds, IReadOnlyList<HealthPart> parts) : IHealthCheck
{
    /// <summary>All parts.</summary>
    public IReadOnlyList<PartHealth> List() =>
        [.. feeds.All.Select(f => Of("feed " + f.Id, f.Readiness())), .. parts.Select(p => Of(p.Name(), p.Readiness()))];

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        string[] wrong = [.. this.List().Where(p => !p.Ready).Select(p => $"{p.Part}: {p.Reason}")];
        return Task.FromResult(wrong.Length == 0 ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy(string.Join("; ", wrong)));
    }

    private static PartHealth Of(string part, FeedReadiness readiness) =>
        new(part, readiness.IsReady, readiness.IsReady ? null : readiness.Reason);
}
