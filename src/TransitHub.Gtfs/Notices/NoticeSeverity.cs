namespace TransitHub.Gtfs.Notices;

/// <summary>How much a finding matters.</summary>
public enum NoticeSeverity
{
    /// <summary>Good to know; nothing is wrong for riders.</summary>
    Info = 0,

    /// <summary>Against a recommendation, or doubtful.</summary>
    Warning = 1,

    /// <summary>Against the reference; something could not be used as it stands.</summary>
    Error = 2,
}
