namespace TransitHub.Core.Fusion.Service;

/// <summary>What was already noted of a run that a vehicle has.</summary>
internal enum RunSight
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>That a vehicle has it.</summary>
    Seen,

    /// <summary>That the vehicle is on its way on it.</summary>
    UnderWay,
}
