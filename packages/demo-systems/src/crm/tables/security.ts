import { choice, guid, key, lookup, memo, target, text } from '../column.ts';
import { auditColumns, table, type ManyToMany } from '../table.ts';

/** The profile of system administrators: it holds a permission for every secured column. The same id everywhere. */
export const administratorsProfile = '572329c1-a042-4e22-be47-367c6374ea45';

const members = (of: 'systemuser' | 'team', isReversed: boolean): ManyToMany => {
  const through = `${of}profilescollection`;
  const navigation = `${of}profiles_association`;
  const [own, other] = [`${of}id`, 'fieldsecurityprofileid'];
  return isReversed
    ? { navigation, schemaName: navigation, through, target: `${of}s`, own: other, other: own }
    : { navigation, schemaName: navigation, through, target: 'fieldsecurityprofiles', own, other };
};

/** Ways from a user or a team to its profiles. */
export const userProfiles = members('systemuser', false);
export const teamProfiles = members('team', false);

/** Bundles of permissions, for users and teams. */
export const fieldSecurityProfiles = table({
  set: 'fieldsecurityprofiles',
  type: 'fieldsecurityprofile',
  schemaName: 'FieldSecurityProfile',
  title: 'Column Security Profile',
  collectionTitle: 'Column Security Profiles',
  objectTypeCode: 1200,
  key: 'fieldsecurityprofileid',
  nameColumn: 'name',
  canDelete: true,
  columns: [
    key('FieldSecurityProfileId', 'Column Security Profile'),
    text('Name', 'Name', 100, { required: 'SystemRequired' }),
    memo('Description', 'Description'),
    ...auditColumns,
  ],
  navigations: [
    {
      name: 'lk_fieldpermission_fieldsecurityprofileid',
      kind: 'many',
      target: 'fieldpermissions',
      column: 'fieldsecurityprofileid',
    },
  ],
  manyToMany: [members('systemuser', true), members('team', true)],
  dependants: [
    { set: 'fieldpermissions', column: 'fieldsecurityprofileid', onDelete: 'cascade' },
    { set: 'systemuserprofilescollection', column: 'fieldsecurityprofileid', onDelete: 'cascade' },
    { set: 'teamprofilescollection', column: 'fieldsecurityprofileid', onDelete: 'cascade' },
  ],
});

const permission = (schemaName: string, title: string) =>
  choice(schemaName, title, { 0: 'Not Allowed', 4: 'Allowed' }, { initial: 0 });

/** What a profile allows with one secured column. */
export const fieldPermissions = table({
  set: 'fieldpermissions',
  type: 'fieldpermission',
  schemaName: 'FieldPermission',
  title: 'Column Permission',
  collectionTitle: 'Column Permissions',
  objectTypeCode: 1201,
  key: 'fieldpermissionid',
  nameColumn: 'attributelogicalname',
  canDelete: true,
  indexes: [{ column: 'fieldsecurityprofileid' }],
  columns: [
    key('FieldPermissionId', 'Column Permission'),
    text('EntityName', 'Name of the table', 128, { required: 'SystemRequired', createOnly: true }),
    text('AttributeLogicalName', 'Name of the column', 50, { required: 'SystemRequired', createOnly: true }),
    permission('CanRead', 'Can Read'),
    permission('CanCreate', 'Can Create'),
    permission('CanUpdate', 'Can Update'),
    choice('CanReadUnmasked', 'Can Read Unmasked', { 0: 'Not Allowed', 1: 'One Record', 3: 'All Records' }, { initial: 0 }),
    lookup(
      'FieldSecurityProfileId',
      'Profile',
      [target('fieldsecurityprofile', 'fieldsecurityprofiles', 'fieldsecurityprofileid')],
      { required: 'SystemRequired', createOnly: true, foundBy: ['fieldsecurityprofileid'] },
    ),
  ],
}); // prettier-ignore

const links = (of: 'SystemUser' | 'Team', objectTypeCode: number) => {
  const type = `${of.toLowerCase()}profiles`;
  const own = `${of.toLowerCase()}id`;
  return table({
    set: `${type}collection`,
    type,
    schemaName: `${of}Profiles`,
    title: `Profiles of a ${of}`,
    collectionTitle: `Profiles of ${of}s`,
    objectTypeCode,
    ownership: 'None',
    key: `${own.slice(0, -2)}profileid`,
    nameColumn: `${own.slice(0, -2)}profileid`,
    canCreate: false,
    canUpdate: false,
    indexes: [{ column: own }, { column: 'fieldsecurityprofileid' }],
    columns: [
      key(`${of}ProfileId`, 'Link'),
      guid(`${of}Id`, of, { readOnly: true, foundBy: [own] }),
      guid('FieldSecurityProfileId', 'Profile', { readOnly: true, foundBy: ['fieldsecurityprofileid'] }),
    ],
  });
};

export const systemUserProfiles = links('SystemUser', 1202);
export const teamProfileLinks = links('Team', 1203);
