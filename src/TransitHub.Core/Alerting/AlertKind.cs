namespace TransitHub.Core.Alerting;

/// <summary>What the hub itself looks for.</summary>
public enum AlertKind
{
    /// <summary>Vehicles of a line run close behind each other.</summary>
    Bunching,

    /// <summary>Far longer than planned between two vehicles of a line.</summary>
    LongGap,

    /// <summary>Many runs of a line are late.</summary>
    Delays,

    /// <summary>Many runs of a line, or all, do not run.</summary>
    NoService,

    /// <summary>A place where riders wait is full.</summary>
    Crowding,

    /// <summary>Vehicles of a line take another way and pass stops by.</summary>
    Detour,
}

/// <summary>What becomes of an automatic alert.</summary>
public enum AlertPolicy
{
    /// <summary>Nobody looks for it.</summary>
    Off,

    /// <summary>Operators see it with its evidence, and riders once one of them has confirmed it.</summary>
    Propose,

    /// <summary>Riders see it at once; operators may edit or dismiss it.</summary>
    Publish,
}
