using TransitHub.Server.Hosting;

namespace TransitHub.Server.Roles;

/// <summary>One of the things that a process of a scaled-out hub does: <c>ingest</c>, <c>fusion</c> or <c>serve</c>.</summary>
internal interface IHubRole : IAsyncDisposable
{
    /// <summary>Its name, as given to <c>--roles</c>.</summary>
    string Name { get; }

    /// <summary>Whether it does its work; else why not, for the operator.</summary>
    FeedReadiness Readiness { get; }

    /// <summary>Ends when its work ended, which without a bug is after <see cref="StopAsync"/>.</summary>
    Task Ended { get; }

    /// <summary>Begins its work; returns as soon as it has begun, and does not wait for storage that is not there yet.</summary>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Ends it in order: what was taken is finished, what is held is given back.</summary>
    Task StopAsync(CancellationToken cancellation);
}
