using TransitHub.Core.Snapshots;

namespace TransitHub.Server.Hosting;

/// <summary>Runs that are due and that no vehicle is known to serve, by what is believed of them.</summary>
/// <param name="Unconfirmed">They should have been seen by now.</param>
/// <param name="Suspect">They more likely do not run.</param>
/// <param name="Canceled">They are taken as not running.</param>
internal readonly record struct UnseenCounts(int Unconfirmed, int Suspect, int Canceled)
{
    /// <summary>Of a state.</summary>
    public static UnseenCounts Of(HubSnapshot state) => new(
        state.Unseen.Count(u => u.State == RunState.Unconfirmed),
        state.Unseen.Count(u => u.State == RunState.Suspect),
        state.Unseen.Count(u => u.State == RunState.Canceled));
}
