using TransitHub.Core.Snapshots;

namespace TransitHub.Core.Alerting;

/// <summary>Looks for one kind of condition. A pure function of the state: <see cref="AlertWatch"/> knows for how long it holds.</summary>
internal interface IAlertDetector
{
    /// <summary>What it looks for.</summary>
    AlertKind Kind { get; }

    /// <summary>All that holds in the state; never concluded from silence.</summary>
    IEnumerable<AlertFinding> Find(HubSnapshot state);
}
