namespace TransitHub.Core.Graphs;

/// <summary>
/// Not part of a state: it comes from the operator's settings, the static feed or the process, and is there already wherever a state is restored.
/// On a type: of every field that has it.
/// </summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Interface)]
public sealed class NotKeptAttribute : Attribute;
