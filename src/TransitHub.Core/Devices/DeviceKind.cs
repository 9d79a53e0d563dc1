namespace TransitHub.Core.Devices;

/// <summary>How a device counts.</summary>
public enum DeviceKind
{
    /// <summary>It looks.</summary>
    Camera,

    /// <summary>It notices who breaks a beam of light.</summary>
    Beam,

    /// <summary>It notices metal over a loop in the road.</summary>
    Loop,

    /// <summary>It notices what moves by radio waves.</summary>
    Radar,

    /// <summary>A person counts.</summary>
    Manual,
}
