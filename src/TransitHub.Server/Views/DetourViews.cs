using TransitHub.Core.Alerting;
using TransitHub.Core.Detours;

namespace TransitHub.Server.Views;

/// <summary>The detours that riders of a feed are told of.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Detours">In the order of their alerts' ids.</param>
internal sealed record PublicDetourList(string Feed, IReadOnlyList<PublicDetourView> Detours);

/// <summary>A detour for riders and maps.</summary>
/// <param name="AlertId">The alert that tells of it.</param>
/// <param name="RouteId">The line.</param>
/// <param name="DirectionId">Its direction; null: none.</param>
/// <param name="SkippedStopIds">Stops left out.</param>
/// <param name="Path">The way, longitude and latitude in turn.</param>
/// <param name="ExtraSeconds">How much longer it takes.</param>
/// <param name="Since">When the first vehicle went it, Unix seconds.</param>
internal sealed record PublicDetourView(
    string AlertId, string RouteId, int? DirectionId, IReadOnlyList<string> SkippedStopIds, IReadOnlyList<double> Path, int ExtraSeconds, long Since)
{
    /// <summary>That of a detour.</summary>
    public static PublicDetourView Of(string alertId, Detour detour) => new(
        alertId, detour.RouteId, detour.DirectionId, detour.SkippedStopIds, [.. detour.Path.Chunk(2).SelectMany(p => p.Reverse())], detour.ExtraSeconds, detour.FirstSeen);
}

/// <summary>The detours that the hub found in a feed.</summary>
/// <param name="Feed">The feed.</param>
/// <param name="Detours">In the order of their alerts' ids.</param>
internal sealed record DetourList(string Feed, IReadOnlyList<DetourView> Detours);

/// <summary>A detour for operators.</summary>
/// <param name="AlertId">Its alert, by which it is confirmed or dismissed.</param>
/// <param name="State">proposed, active, dismissed.</param>
/// <param name="RouteId">The line.</param>
/// <param name="DirectionId">Its direction; null: none.</param>
/// <param name="StopIds">Stops from the last one served before to the first one behind.</param>
/// <param name="SkippedStopIds">Those of them left out.</param>
/// <param name="Path">The way, longitude and latitude in turn.</param>
/// <param name="ExtraSeconds">How much longer it takes.</param>
/// <param name="FirstSeen">When the first vehicle left the line, Unix seconds.</param>
/// <param name="LastSeen">When the last one was back, Unix seconds.</param>
/// <param name="ModifiedAt">When way, stops or time were changed last, Unix seconds.</param>
/// <param name="Runs">Runs that went that way.</param>
/// <param name="RegularRuns">Vehicles that kept to the line since.</param>
/// <param name="Vehicles">Vehicles that went that way, the newest last.</param>
internal sealed record DetourView(
    string AlertId, string State, string RouteId, int? DirectionId, IReadOnlyList<string> StopIds, IReadOnlyList<string> SkippedStopIds, IReadOnlyList<double> Path,
    int ExtraSeconds, long FirstSeen, long LastSeen, long ModifiedAt, int Runs, int RegularRuns, IReadOnlyList<string> Vehicles)
{
    /// <summary>That of an episode.</summary>
    public static DetourView Of(AlertEpisode episode, AlertView alert)
    {
        Detour detour = episode.Evidence.Detour!;
        PublicDetourView open = PublicDetourView.Of(episode.Id, detour);
        return new DetourView(
            episode.Id, alert.State, detour.RouteId, detour.DirectionId, detour.StopIds, detour.SkippedStopIds, open.Path, detour.ExtraSeconds, detour.FirstSeen, detour.LastSeen,
            detour.ModifiedAt, detour.RunCount, detour.RegularCount, detour.Vehicles);
    }
}
