using TransitHub.Core.Snapshots;
using TransitHub.Server.Watching;

namespace TransitHub.Server.Tests.Watching;

/// <summary>A view and what one reader of it holds.</summary>
internal sealed class HeldView(FilterText filter)
{
    private readonly WatchView view = new(new WatchFilter(filter, TestCity.Schedule));
    private WatchHeld held = WatchHeld.None;

    public bool CanResume => this.view.CanResume;

    public WatchDelta Restart(SnapshotIndex index) => this.Take(this.view.Restart(index));

    public WatchDelta Resume(SnapshotIndex index, SnapshotChanges changes) => this.Take(this.view.Resume(index, changes));

    public WatchDelta Apply(SnapshotIndex index, SnapshotChanges changes) => this.Take(this.view.Apply(this.held, index, changes));

    private WatchDelta Take(WatchShown shown)
    {
        this.held = shown.Held;
        return shown.Delta;
    }
}
