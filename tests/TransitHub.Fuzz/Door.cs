namespace TransitHub.Fuzz;

/// <summary>One way by which bytes of others come into the hub.</summary>
/// <param name="Name">What the command calls it.</param>
/// <param name="Seeds">Inputs that it takes.</param>
/// <param name="Words">What its inputs are made of: names of fields, extreme values.</param>
/// <param name="Open">Makes what takes an input. Whatever it throws is a finding: what a door is documented to throw it catches itself.</param>
internal sealed record Door(string Name, IReadOnlyList<byte[]> Seeds, IReadOnlyList<string> Words, Func<Action<byte[]>> Open)
{
    /// <summary>True: inputs are protobuf messages behind one line of text.</summary>
    public bool IsProtobuf { get; init; }
}
