namespace TransitHub.Server.Options;

/// <summary>What an operator may do. Each role may do what those before it may.</summary>
internal enum OperatorRole
{
    /// <summary>Sees what is the operators' own.</summary>
    Viewer,

    /// <summary>Writes alerts and changes of the service.</summary>
    Operator,

    /// <summary>Hands out readers' keys, and sees the audit.</summary>
    Admin,
}
