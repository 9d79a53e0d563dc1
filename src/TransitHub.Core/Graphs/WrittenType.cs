namespace TransitHub.Core.Graphs;

/// <summary>A type as the bytes describe it, beside the local one of the same name.</summary>
/// <param name="name">Its name.</param>
/// <param name="local">The local one; null: there is none, and its objects are passed over.</param>
internal sealed class WrittenType(string name, GraphContent? local)
{
    private WrittenField[] fields = [];
    private string[] shapes = [];
    private char kind;

    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>The local one.</summary>
    public GraphContent? Local => local;

    /// <summary>Whether it has fields, of which some may be parts.</summary>
    public bool HasParts => this.kind == GraphContent.FieldsKind;

    /// <summary>Its fields; parts come first.</summary>
    public ReadOnlySpan<WrittenField> Fields => this.fields;

    /// <summary>Reads what describes it.</summary>
    public void ReadDescription(GraphReader reader)
    {
        this.kind = (char)reader.Raw<byte>();
        int count = reader.Count(1);
        if (this.kind == GraphContent.FieldsKind)
        {
            this.fields = new WrittenField[count];
            for (int i = 0; i < count; i++)
            {
                string field = reader.Text() ?? string.Empty;
                bool isPart = reader.Raw<byte>() != 0;
                string shape = reader.Text() ?? string.Empty;
                this.fields[i] = new WrittenField(field, isPart, shape, local?.FindField(field) ?? -1);
            }
        }
        else
        {
            this.shapes = new string[count];
            for (int i = 0; i < count; i++)
            {
                this.shapes[i] = reader.Text() ?? string.Empty;
            }
        }

        local?.Check(this.kind, this.fields, this.shapes);
    }

    /// <summary>Reads an object of it into the one that stands there, or a new one.</summary>
    public object? Read(GraphReader reader, object? standing)
    {
        if (local is not null)
        {
            return local.Read(reader, this, standing);
        }

        reader.Register(null);
        if (this.kind == GraphContent.FieldsKind)
        {
            this.SkipFields(reader);
            return null;
        }

        for (int left = reader.Count(); left > 0; left--)
        {
            foreach (string shape in this.shapes)
            {
                GraphSlot.Skip(reader, shape);
            }
        }

        return null;
    }

    /// <summary>Passes over all fields.</summary>
    public void SkipFields(GraphReader reader)
    {
        foreach (WrittenField field in this.fields)
        {
            GraphSlot.Skip(reader, field.Shape);
        }
    }

    /// <summary>The object to fill: what stands there, if it is of this type and was not filled before, else a new one; null where the type is not known.</summary>
    public object? Claim(GraphReader reader, object? standing) => (local as FieldsContent)?.Claim(reader, standing);

    /// <summary>Reads the parts of an object of it; null: passes over them.</summary>
    public void ReadParts(GraphReader reader, object? part)
    {
        foreach (WrittenField field in this.fields)
        {
            if (!field.IsPart)
            {
                break;
            }

            if (part is null || field.Local < 0)
            {
                reader.ReadPart(null);
            }
            else
            {
                ((FieldsContent)local!).ReadPart(reader, part, field.Local);
            }
        }
    }

    /// <summary>Reads what an object of it holds besides its parts; null: passes over it.</summary>
    public void ReadHeld(GraphReader reader, object? part)
    {
        foreach (WrittenField field in this.fields)
        {
            if (field.IsPart)
            {
                continue;
            }

            if (part is null || field.Local < 0)
            {
                GraphSlot.Skip(reader, field.Shape);
            }
            else
            {
                ((FieldsContent)local!).ReadField(reader, part, field.Local);
            }
        }
    }
}

/// <summary>A field as the bytes describe it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsPart">It refers to a part of its object, which stands where the object was made.</param>
/// <param name="Shape">How its value is written.</param>
/// <param name="Local">Which of the local type's fields it is; -1: none.</param>
internal readonly record struct WrittenField(string Name, bool IsPart, string Shape, int Local);
