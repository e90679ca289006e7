export { faulty, type Fault } from './faulty';
export { describeObjectStore, type StoreUnderTest } from './object-store.contract';
